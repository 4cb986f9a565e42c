import { useCallback, useEffect, useId, useMemo, useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Invitation } from '@kopa/contracts';
import { placeModes } from '@kopa/domain';
import { newKey } from '../../registration/new-key.js';
import { Refused } from '../../shell/call.js';
import { useNow } from '../../time/use-now.js';
import { FormFoot } from '../form-foot.js';
import { useOrganised } from '../organise-context.js';
import { refusalInWords } from '../refusals/in-words.js';
import { TextLine } from '../team/form-parts.js';
import { FaultsContext, fieldId, type Faults } from '../terms/faults.js';
import { MomentField } from '../terms/fields.js';
import {
  editOf,
  faultsOf,
  fieldPaths,
  fieldsOf,
  noFields,
  orderOf,
  quotaTyped,
  type CodeFields,
  type FieldPath,
} from './code-fields.js';
import { editCode, makeCode } from './remote.js';

interface CodeFormProps {
  /** The code that is changed; without it one is made. */
  code?: Invitation;
  done: (code: Invitation, what: 'made' | 'changed') => void;
  leave: () => void;
}

/** Makes a code, or changes one as it was when the form was opened. */
export function CodeForm({ code, done, leave }: CodeFormProps) {
  const { t } = useTranslation();
  const { slug, zone } = useOrganised();
  const id = useId();
  const now = useNow();
  const form = useRef<HTMLFormElement>(null);
  /** The same until it was answered: an answer may be lost, and one code is enough. */
  const key = useRef(newKey());
  const [known, setKnown] = useState(code);
  const [typed, setTyped] = useState<Partial<Omit<CodeFields, 'quota'>> & { quota?: Partial<CodeFields['quota']> }>({});
  const [unread, setUnread] = useState<string | null>(null);
  const [wrong, setWrong] = useState<ReadonlyMap<FieldPath, string>>(new Map());
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const base = known === undefined ? noFields : fieldsOf(known);
  const fields: CodeFields = { ...base, ...typed, quota: { ...base.quota, ...typed.quota } };
  const idOf = (path: FieldPath): string => fieldId(`${id}${path}`);
  const edit = (path: FieldPath, change: typeof typed): void => {
    setTyped((before) => ({ ...before, ...change, quota: { ...before.quota, ...change.quota } }));
    setWrong((before) => new Map([...before].filter(([one]) => one !== path)));
    setFault(null);
  };
  const tell = useCallback((_: string, why: string | null) => setUnread(why), []);
  const momentWrong =
    unread === null
      ? wrong.get('closesAt')
      : ((t('terms.fault', { returnObjects: true }) as Record<string, string>)[unread] ?? t('codes.wrong.moment'));
  const faults = useMemo<Faults>(() => ({ at: () => momentWrong, unread: tell }), [momentWrong, tell]);
  /** Says what is wrong at the fields, and leads to the first. */
  const refuse = (at: ReadonlyMap<FieldPath, string>): void => {
    setWrong(at);
    const first = fieldPaths.find((path) => at.has(path) || (path === 'closesAt' && unread !== null));
    if (first !== undefined) document.getElementById(idOf(first))?.focus();
  };
  const refused = (error: unknown): void => {
    if (!(error instanceof Refused)) {
      setFault(t('codes.unreachable'));
      return;
    }
    if (error.status === 412) {
      setKnown(error.problem['current'] as Invitation);
      setFault(t('codes.late'));
      return;
    }
    const at = fieldPaths.filter((path) => error.errors.some((one) => one.path === path));
    const words = { label: 'label', 'quota.in-person': 'quota', 'quota.online': 'quota', closesAt: 'moment' } as const;
    if (at.length === 0) setFault(refusalInWords(error));
    else refuse(new Map(at.map((path) => [path, t(`codes.wrong.${words[path]}`)])));
  };
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (isBusy) return;
    const found = faultsOf(fields, { isNew: known === undefined, now });
    refuse(new Map([...found].map(([path, why]) => [path, t(`codes.wrong.${why}`)])));
    if (found.size > 0 || unread !== null) return;
    setBusy(true);
    setFault(null);
    try {
      const order = orderOf(fields);
      if (known === undefined) done(await makeCode(slug, order, key.current), 'made');
      else done(await editCode(slug, known.code, editOf(known, order), known.version), 'changed');
    } catch (error) {
      refused(error);
      setBusy(false);
    }
  };
  return (
    <FaultsContext value={faults}>
      <form className="people-deed codes-form" ref={form} noValidate onSubmit={(submitted) => void submit(submitted)}>
        <TextLine
          id={idOf('label')}
          label={t('codes.field.label')}
          hint={t('codes.field.labelHint')}
          wrong={wrong.get('label')}
          autoComplete="off"
          maxLength={120}
          value={fields.label}
          onText={(label) => edit('label', { label })}
        />
        <div className="set-row">
          {placeModes.map((mode) => {
            const quota = quotaTyped(fields.quota[mode]);
            const taken = known?.taken[mode] ?? 0;
            const isLowered = typeof quota === 'number' && quota < taken;
            return (
              <TextLine
                key={mode}
                id={idOf(`quota.${mode}`)}
                label={t(`codes.field.quota.${mode}`)}
                hint={isLowered ? t('codes.field.lowered', { taken, quota }) : t('codes.field.quotaHint')}
                wrong={wrong.get(`quota.${mode}`)}
                inputMode="numeric"
                autoComplete="off"
                maxLength={12}
                value={fields.quota[mode]}
                onText={(text) => edit(`quota.${mode}`, { quota: { [mode]: text } })}
              />
            );
          })}
        </div>
        <MomentField
          path={`${id}closesAt`}
          label={t('codes.field.closesAt')}
          hint={t('codes.field.closesHint', { zone, interpolation: { escapeValue: false } })}
          at={fields.closesAt}
          zone={zone}
          set={(closesAt) => edit('closesAt', { closesAt })}
        />
        <FormFoot
          faultId={`${id}-fault`}
          fault={fault}
          isBusy={isBusy}
          send={t(known === undefined ? 'codes.make' : 'codes.save')}
          leave={{ label: t('codes.leave'), done: leave }}
        />
      </form>
    </FaultsContext>
  );
}
