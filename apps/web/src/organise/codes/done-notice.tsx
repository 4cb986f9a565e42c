import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Invitation } from '@kopa/contracts';
import { Refused } from '../../shell/call.js';
import { DoneBar } from '../done-bar.js';
import { useOrganised } from '../organise-context.js';
import { refusalInWords } from '../refusals/in-words.js';
import { restoreCode } from './remote.js';

export interface Done {
  what: 'made' | 'changed' | 'withdrawn' | 'restored';
  code: Invitation;
}

interface DoneNoticeProps {
  done: Done;
  undone: (done: Done) => void;
  leave: () => void;
}

/** Says what was done; what was withdrawn can be taken back at once. */
export function DoneNotice({ done: { what, code }, undone, leave }: DoneNoticeProps) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const undo = useRef<HTMLButtonElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  // The button that withdrew is gone with its place in the list: the keyboard goes on here.
  useEffect(() => undo.current?.focus(), []);
  const takeBack = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFault(null);
    try {
      undone({ what: 'restored', code: await restoreCode(slug, code.code) });
    } catch (error) {
      setFault(error instanceof Refused ? refusalInWords(error) : t('codes.unreachable'));
      setBusy(false);
    }
  };
  return (
    <DoneBar
      said={t(`codes.done.${what}`, { code: code.code })}
      leave={{ label: t('codes.done.leave'), act: leave }}
      fault={fault}
    >
      {what === 'withdrawn' && (
        <button type="button" className="link-button" ref={undo} aria-disabled={isBusy} onClick={() => void takeBack()}>
          {t('codes.done.undo')}
        </button>
      )}
    </DoneBar>
  );
}
