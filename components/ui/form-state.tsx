"use client";

import { createContext, useContext } from "react";

/** What a server action leaves behind; the shape of `lib/access/action-state`. */
export type FormState =
  | { status: "idle" }
  | { status: "done"; message?: string; value?: unknown }
  | {
      status: "refused";
      code: string;
      message: string;
      fields: Readonly<Record<string, string>>;
      values: Readonly<Record<string, unknown>>;
    };

export type FormRefusal = Extract<FormState, { status: "refused" }>;

export const FormStateContext = createContext<FormState>({ status: "idle" });

/** The refusal of the Form around, if its last submission was refused. */
export function useFormRefusal(): FormRefusal | null {
  const state = useContext(FormStateContext);
  return state.status === "refused" ? state : null;
}
