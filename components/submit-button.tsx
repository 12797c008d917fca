"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button, type ButtonLook } from "#components/ui/button";
import { classes } from "#components/ui/classes";

/** Sends the form around it once: while it is under way a second press does nothing, and the focus stays here. */
export function SubmitButton({
  children,
  variant = "primary",
  className,
  ...props
}: ComponentProps<"button"> & ButtonLook) {
  const { pending } = useFormStatus();
  return (
    <Button
      {...props}
      variant={variant}
      type="submit"
      className={classes("justify-self-start", className)}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        props.onClick?.(event);
      }}
    >
      {pending ? <LoaderCircle className="animate-spin" aria-hidden="true" /> : null}
      {children}
    </Button>
  );
}
