import { useEffect, useRef, type ReactNode } from 'react';

interface DialogProps {
  title: ReactNode;
  close: () => void;
  children: ReactNode;
}

/** A dialog of the browser's own: focus stays in it, Escape closes it, and the focus goes back to where it came from. */
export function Dialog({ title, close, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const from = useRef<Element | null>(null);
  useEffect(() => {
    const element = dialog.current;
    from.current = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (from.current instanceof HTMLElement && from.current.isConnected) from.current.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="org-dialog"
      aria-labelledby="org-dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onMouseDown={(event) => event.target === dialog.current && close()}
    >
      <div className="org-dialog-inside">
        <h2 id="org-dialog-title">{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
