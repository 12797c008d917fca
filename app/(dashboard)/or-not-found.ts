import { notFound } from "next/navigation";
import { Refusal } from "#lib/refusal";

/** For pages about one thing: 404 when what was asked for is not there, or when no such thing could be. */
export async function orNotFound<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && (error.code === "not-found" || error.code === "invalid")) notFound();
    throw error;
  }
}
