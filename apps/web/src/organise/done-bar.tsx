import type { ReactNode } from 'react';

interface DoneBarProps {
  said: string;
  leave: { label: string; act: () => void };
  fault?: string | null;
  /** The way back, where there is one. */
  children?: ReactNode;
}

/** A bar at the lower edge that says what was done, and stays until it is closed or something else is done. */
export function DoneBar({ said, leave, fault = null, children }: DoneBarProps) {
  return (
    <div className="wait-done">
      <p role="status">{said}</p>
      {children}
      <button type="button" className="wait-leave" onClick={leave.act}>
        <span aria-hidden="true">×</span>
        <span className="visually-hidden">{leave.label}</span>
      </button>
      <p className="org-fault" role="alert">
        {fault}
      </p>
    </div>
  );
}
