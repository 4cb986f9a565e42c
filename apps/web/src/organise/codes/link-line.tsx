import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface LinkLineProps {
  code: string;
  link: string;
  /** Whether the keyboard goes on here, as after the code was made. */
  isNext: boolean;
}

/** The link of a code, to be copied by a button or by hand. */
export function LinkLine({ code, link, isNext }: LinkLineProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [told, setTold] = useState('');
  useEffect(() => {
    if (isNext) button.current?.focus();
  }, [isNext]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      setTold(t('codes.done.copied', { code }));
    } catch {
      // At plain http, and where it was forbidden, a page may not write to the clipboard.
      field.current?.select();
      setTold(t('codes.copyByHand'));
    }
  };
  return (
    <div className="codes-link">
      <label className="org-field">
        <span>
          {t('codes.link')}
          <span className="visually-hidden"> {code}</span>
        </span>
        <input className="org-input" ref={field} readOnly value={link} onFocus={({ target }) => target.select()} />
      </label>
      <button type="button" className="link-button" ref={button} onClick={() => void copy()}>
        {t('codes.copy')}
        <span className="visually-hidden"> {code}</span>
      </button>
      <p className="codes-told" role="status">
        {told}
      </p>
    </div>
  );
}
