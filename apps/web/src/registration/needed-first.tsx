import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { useActing, type Told } from './acting.js';
import { isMeant, type FieldError } from './field-errors.js';
import { NeededFields } from './needed-fields.js';
import { neededErrors, neededOf, neededPatch, type NeededPart } from './needed.js';
import type { Particulars } from './particulars.js';
import { fetchOwn, patchOwn } from './remote.js';
import { Refused } from '../shell/call.js';

interface NeededFirstProps {
  own: RegistrationView;
  /** What is missing for it. */
  parts: readonly NeededPart[];
  /** Name of the action. */
  work: string;
  /** What goes on once it is saved. */
  then: () => Promise<Told | null>;
  leave: () => void;
  /** Booking without a seat in the coach, which needs no telephone. */
  ownWay?: (() => void) | undefined;
}

const serverFields: Record<string, Pick<FieldError, 'field' | 'key'>> = {
  telephone: { field: 'telephone', key: 'telephoneWrong' },
  bornOn: { field: 'bornOn', key: 'bornOnMissing' },
  'guardian.name': { field: 'guardian-name', key: 'guardianName' },
  'guardian.email': { field: 'guardian-email', key: 'guardianEmail' },
};

/** Asks on the spot for what a booking needs, keeps it, and goes on with the booking. */
export function NeededFirst({ own, parts, work, then, leave, ownWay }: NeededFirstProps) {
  const { t } = useTranslation();
  const { slug, index } = useEvent();
  const { busy, act } = useActing();
  const [needed, setNeeded] = useState<Particulars>(() => neededOf(own));
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const lead = useId();
  const prefix = `${lead}-`;
  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  const goOn = (): void => {
    const wrong = neededErrors(needed, parts, index.programme);
    setErrors(wrong);
    if (wrong[0] !== undefined) {
      document.getElementById(prefix + wrong[0].field)?.focus();
      return;
    }
    act(work, async () => {
      const now = await fetchOwn(slug);
      const patch = neededPatch(now, needed, index.programme);
      try {
        if (Object.keys(patch).length > 0) await patchOwn(slug, now.version, patch);
      } catch (error) {
        const known =
          error instanceof Refused
            ? error.errors.flatMap((refused) => {
                const field = serverFields[refused.path];
                if (field === undefined) return [];
                return isMeant(refused) ? field : { field: field.field, refused };
              })
            : [];
        if (known.length === 0) throw error;
        setErrors(known);
        return null;
      }
      return then();
    });
  };
  return (
    <form
      className="reg-asked reg-calm"
      aria-labelledby={lead}
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (busy === null) goOn();
      }}
    >
      <p id={lead}>
        <strong>{t('registration.needed.lead')}</strong>
      </p>
      <NeededFields
        parts={parts}
        required={parts}
        needed={needed}
        change={(part) => setNeeded({ ...needed, ...part })}
        errors={errors}
        prefix={prefix}
      />
      <div className="reg-row">
        <button type="submit" className="link-button strong" aria-disabled={busy !== null}>
          {t('registration.needed.goOn')}
        </button>
        {ownWay !== undefined && (
          <button type="button" className="link-button" aria-disabled={busy !== null} onClick={ownWay}>
            {t('registration.needed.ownWay')}
          </button>
        )}
        <button type="button" className="link-button" onClick={leave}>
          {t('registration.needed.leave')}
        </button>
      </div>
    </form>
  );
}
