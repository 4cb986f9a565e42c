interface FormFootProps {
  /** Of the line that says what is wrong, for the fields that it is about. */
  faultId: string;
  fault: string | null;
  isBusy: boolean;
  /** What sends the form. */
  send: string;
  /** What leaves it, where it can be left. */
  leave?: { label: string; done: () => void };
}

/** What is wrong, and the buttons of a form. Sent ones stay pressed until the server has answered. */
export function FormFoot({ faultId, fault, isBusy, send, leave }: FormFootProps) {
  return (
    <>
      <p className="org-fault" id={faultId} role="alert">
        {fault}
      </p>
      <div className="org-deeds">
        <button type="submit" className="link-button strong" aria-disabled={isBusy}>
          {send}
        </button>
        {leave !== undefined && (
          <button type="button" className="link-button quiet" onClick={leave.done}>
            {leave.label}
          </button>
        )}
      </div>
    </>
  );
}
