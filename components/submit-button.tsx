"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button, type ButtonLook } from "#components/ui/button";
import { classes } from "#components/ui/classes";

/** Submits the form. A second press during the submission does nothing, and the focus stays, which `disabled` would lose. */
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
