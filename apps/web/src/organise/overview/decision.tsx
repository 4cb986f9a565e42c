import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attention, GoNoGo } from '@kopa/contracts';
import type { GoDecision } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { call, json, Refused } from '../../shell/call.js';
import { clockTime, dateInWords, localDate } from '../../time/clock-face.js';
import { FormFoot } from '../form-foot.js';
import { useOrganised } from '../organise-context.js';
import { labelsAt } from '../refusals/field-names.js';
import { refusalInWords } from '../refusals/in-words.js';

const labels = labelsAt('overview', { reason: 'overview.why' });

interface DecisionProps {
  need: Extract<Attention, { kind: 'decision' }>;
  title: string;
}

/** Whether an add-on takes place: how it stands, and the decision for who may make it. */
export function Decision({ need, title }: DecisionProps) {
  const { t, i18n } = useTranslation();
  const { slug, zone, may } = useOrganised();
  const [wanted, setWanted] = useState<GoDecision | null>(null);
  const { data } = useQuery({
    queryKey: ['go-no-go', slug],
    queryFn: () => json<GoNoGo[]>(call(slug, '/go-no-go')),
    refetchInterval: 15_000,
  });
  const state = data?.find(({ session }) => session === need.session);
  const locale = dateLocale(i18n.language);
  const when = `${dateInWords(localDate(need.decideBy, zone), locale)}, ${clockTime(need.decideBy, zone, locale)}`;
  return (
    <li>
      <p>{t('overview.decision', { title, when, interpolation: { escapeValue: false } })}</p>
      {state !== undefined && (
        <p className="faint">{t('overview.stands', { confirmed: state.confirmed, minimum: state.minimumNumber })}</p>
      )}
      {may('live.change') &&
        (wanted === null ? (
          <p className="org-deeds">
            {(['go', 'no-go'] as const).map((decision) => (
              <button key={decision} type="button" className="link-button" onClick={() => setWanted(decision)}>
                {t(`overview.decide.${decision}`)}
                <span className="visually-hidden"> {title}</span>
              </button>
            ))}
          </p>
        ) : (
          <DecisionForm key={wanted} session={need.session} decision={wanted} leave={() => setWanted(null)} />
        ))}
    </li>
  );
}

interface DecisionFormProps {
  session: string;
  decision: GoDecision;
  leave: () => void;
}

function DecisionForm({ session, decision, leave }: DecisionFormProps) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  // Whoever opened the form by a button goes on in it.
  useEffect(() => field.current?.focus(), []);
  const send = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFault(null);
    try {
      const path = `/sessions/${encodeURIComponent(session)}/go-no-go`;
      await call(slug, path, { method: 'PUT', body: { decision, reason: reason.trim() } });
      await client.invalidateQueries({ queryKey: ['overview', slug] });
    } catch (error) {
      setFault(error instanceof Refused ? refusalInWords(error, labels) : t('overview.unreachable'));
      setBusy(false);
    }
  };
  return (
    <form
      className="team-form"
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void send();
      }}
    >
      <p id={`${id}-means`}>{t(`overview.means.${decision}`)}</p>
      <div className="team-field">
        <label htmlFor={id}>{t('overview.why')}</label>
        <input
          id={id}
          ref={field}
          value={reason}
          maxLength={200}
          onChange={({ target }) => setReason(target.value)}
          aria-describedby={`${id}-means`}
        />
      </div>
      <FormFoot
        faultId={`${id}-fault`}
        fault={fault}
        isBusy={isBusy}
        send={t(`overview.decide.${decision}`)}
        leave={{ label: t('overview.leave'), done: leave }}
      />
    </form>
  );
}
