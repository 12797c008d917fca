"use client";

import { Bookmark, BookmarkPlus, Trash2, Users } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { UserText } from "#components/ui/user-text";
import { deleteViewAction, saveViewAction, shareViewAction } from "./view-actions.ts";

type View = { id: string; name: string; shared: boolean; own: boolean; owner: string };

/** Saves the filter of the page as a view, or says which saved view it is, and what may be done with that. */
export function ViewMenu(props: { query: string; view: View | undefined; link: string; mayShare: boolean }) {
  const { query, view, link, mayShare } = props;
  if (!view) return query === "" ? null : <Save query={query} />;
  return (
    <Dialog
      title={
        <>
          The view <UserText>{view.name}</UserText>
        </>
      }
      trigger={
        <>
          <Bookmark aria-hidden="true" />
          <span className="max-w-40 truncate" dir="auto">
            <UserText>{view.name}</UserText>
          </span>
        </>
      }
      triggerLabel={`The view ${view.name}`}
    >
      <div className="grid gap-3">
        <p>
          {view.shared ? "Shared with everybody who may read businesses. " : "Only you see it. "}
          {view.own ? null : (
            <>
              It is <UserText>{view.owner}</UserText>'s.
            </>
          )}
        </p>
        <div className="flex flex-wrap gap-2">
          <CopyButton variant="secondary" text={link} label="Copy the link">
            Copy the link
          </CopyButton>
          {mayShare && (view.own || view.shared) ? <Share view={view} /> : null}
          {view.own ? <Delete view={view} /> : null}
        </div>
      </div>
    </Dialog>
  );
}

function Save({ query }: { query: string }) {
  return (
    <Dialog
      title="Save this view"
      description="It stands in your sidebar, and says when something in it changed since you last opened it."
      trigger={
        <>
          <BookmarkPlus aria-hidden="true" />
          Save view
        </>
      }
    >
      <Form action={saveViewAction} draftKey="save-view">
        <input type="hidden" name="query" value={query} />
        <Field name="name" label="Name" required>
          <Input maxLength={60} placeholder="What it shows, without names of businesses" />
        </Field>
        <SubmitButton>Save</SubmitButton>
      </Form>
    </Dialog>
  );
}

function Share({ view }: { view: View }) {
  return (
    <Form action={shareViewAction}>
      <input type="hidden" name="viewId" value={view.id} />
      <input type="hidden" name="shared" value={view.shared ? "no" : "yes"} />
      <SubmitButton variant="secondary">
        <Users aria-hidden="true" />
        {view.shared ? "Stop sharing" : "Share"}
      </SubmitButton>
    </Form>
  );
}

function Delete({ view }: { view: View }) {
  return (
    <Form action={deleteViewAction}>
      <input type="hidden" name="viewId" value={view.id} />
      <SubmitButton variant="danger">
        <Trash2 aria-hidden="true" />
        Delete
      </SubmitButton>
    </Form>
  );
}
