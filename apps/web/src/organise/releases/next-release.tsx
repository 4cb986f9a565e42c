import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftDiff } from '@kopa/contracts';
import { newKey } from '../../registration/new-key.js';
import { Refused } from '../../shell/call.js';
import { AppLink } from '../../shell/app-link.js';
import { Loading, LoadFailed } from '../../shell/notices.js';
import { useOrganised } from '../organise-context.js';
import { organiseHref } from '../places.js';
import { DiffLines, useStandWords } from './diff-lines.js';
import { FormFoot } from '../form-foot.js';
import { fetchDraftDiff, publish } from './remote.js';
import { refusalInWords } from '../refusals/in-words.js';

export const draftDiffKey = (slug: string) => ['draft-diff', slug] as const;

/** What the next release would change and whom it hits, and the form that publishes it. */
export function NextRelease({ rooms, clashes }: { rooms: ReadonlyMap<string, string>; clashes: number }) {
  const { t } = useTranslation();
  const { slug, zone, languages, may } = useOrganised();
  const { data, error, refetch } = useQuery({
    queryKey: draftDiffKey(slug),
    queryFn: () => fetchDraftDiff(slug),
    refetchOnMount: 'always',
  });
  const [published, setPublished] = useState<number | null>(null);
  if (data === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  const { hits, empty } = data;
  return (
    <section className="panel rel-next">
      <h2>{t('organise.releases.next', { number: data.number })}</h2>
      {published !== null && (
        <p className="rel-done" role="status">
          {t('organise.releases.done', { number: published })}
        </p>
      )}
      {empty ? (
        <p className="faint">{t('organise.releases.nothing')}</p>
      ) : (
        <>
          <ul className="rel-sums">
            <li>{t('organise.releases.concerned', { count: hits.people.concerned })}</li>
            <li data-bad={hits.people.clashing > 0}>
              {t('organise.releases.clashing', { count: hits.people.clashing })}
            </li>
            <li>{t('organise.releases.speakers', { count: hits.speakers.length })}</li>
            <li data-bad={clashes > 0}>
              <AppLink href={organiseHref(slug, 'agenda')}>
                {t('organise.releases.draftClashes', { count: clashes })}
              </AppLink>
            </li>
          </ul>
          <DiffLines diff={data} zone={zone} languages={languages} rooms={rooms} hits={hits.sessions} />
          {hits.speakers.length > 0 && (
            <details>
              <summary>{t('organise.releases.speakers', { count: hits.speakers.length })}</summary>
              <p className="faint">
                {hits.speakers.map(({ name, sessions }) => `${name} (${sessions.join(', ')})`).join(' · ')}
              </p>
            </details>
          )}
          {may('release.publish') ? (
            <ReleaseForm diff={data} rooms={rooms} published={setPublished} />
          ) : (
            <p className="faint">{t('organise.releases.notYours')}</p>
          )}
        </>
      )}
    </section>
  );
}

interface ReleaseFormProps {
  diff: DraftDiff;
  rooms: ReadonlyMap<string, string>;
  published: (number: number) => void;
}

function ReleaseForm({ diff, rooms, published }: ReleaseFormProps) {
  const { t } = useTranslation();
  const { slug, zone } = useOrganised();
  const client = useQueryClient();
  const where = useStandWords(zone, rooms);
  const id = useId();
  const [name, setName] = useState(() => t('organise.releases.usualName', { number: diff.number }));
  const [message, setMessage] = useState('');
  const [choices, setChoices] = useState<Record<string, 'live' | 'draft'>>({});
  const [notify, setNotify] = useState({ participants: true, speakers: true });
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  /** The same for each attempt at the same release: an answer may be lost. */
  const attempt = useRef({ body: '', key: newKey() });
  const reached = diff.hits.speakers.filter(({ hasEmail }) => hasEmail);
  const missed = diff.hits.speakers.filter(({ hasEmail }) => !hasEmail);
  const names = (of: DraftDiff['hits']['speakers']) => ({
    names: of.map((speaker) => speaker.name).join(', '),
    interpolation: { escapeValue: false },
  });
  const send = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (isBusy) return;
    if (name.trim() === '') {
      setFault(t('organise.releases.nameFault'));
      document.getElementById(`${id}-name`)?.focus();
      return;
    }
    const open = diff.choicesNeeded.find(({ slot }) => choices[slot] === undefined);
    if (open !== undefined) {
      setFault(t('organise.releases.choiceFault'));
      document.getElementById(`${id}-${open.slot}-live`)?.focus();
      return;
    }
    const body = { name, message, choices, notify };
    const text = JSON.stringify(body);
    if (attempt.current.body !== text) attempt.current = { body: text, key: newKey() };
    setBusy(true);
    setFault(null);
    try {
      const outcome = await publish(slug, body, attempt.current.key);
      if (outcome.published !== null) published(outcome.published.number);
      await client.invalidateQueries({ queryKey: draftDiffKey(slug) });
      await client.invalidateQueries({ queryKey: ['releases', slug] });
    } catch (error) {
      setFault(error instanceof Refused ? refusalInWords(error) : t('organise.releases.unreachable'));
      // What was changed live meanwhile shows with it.
      if (error instanceof Refused) await client.invalidateQueries({ queryKey: draftDiffKey(slug) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="rel-form" onSubmit={(submitted) => void send(submitted)} noValidate>
      {diff.choicesNeeded.map(({ slot, session, draft, live }) => (
        <fieldset key={slot}>
          <legend>{t('organise.releases.choice', { session })}</legend>
          {(['live', 'draft'] as const).map((side) => (
            <label key={side}>
              <input
                id={`${id}-${slot}-${side}`}
                type="radio"
                name={`${id}-${slot}`}
                checked={choices[slot] === side}
                onChange={() => setChoices({ ...choices, [slot]: side })}
              />
              {t(`organise.releases.${side}`, {
                where: where(side === 'live' ? live : draft),
                status: t(`organise.releases.status.${live.status}`),
              })}
            </label>
          ))}
        </fieldset>
      ))}
      {diff.holdsReplaced.map(({ session }) => (
        <p key={session} className="rel-hit">
          {t('organise.releases.holdReplaced', { session })}
        </p>
      ))}
      <label className="org-field">
        {t('organise.releases.name')}
        <input
          id={`${id}-name`}
          className="org-input"
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.target.value)}
          aria-describedby={fault === null ? undefined : `${id}-fault`}
        />
      </label>
      <label className="org-field">
        {t('organise.releases.message')}
        <textarea
          className="org-input"
          rows={3}
          maxLength={4000}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
      </label>
      <fieldset>
        <legend>{t('organise.releases.notify')}</legend>
        <label>
          <input
            type="checkbox"
            checked={notify.participants}
            onChange={({ target }) => setNotify({ ...notify, participants: target.checked })}
          />
          {t('organise.releases.notifyParticipants', { count: diff.hits.people.concerned })}
        </label>
        <label>
          <input
            type="checkbox"
            checked={notify.speakers}
            onChange={({ target }) => setNotify({ ...notify, speakers: target.checked })}
          />
          {t('organise.releases.notifySpeakers', { count: reached.length })}
        </label>
        {reached.length > 0 && <p className="faint">{t('organise.releases.reached', names(reached))}</p>}
        {missed.length > 0 && <p className="faint">{t('organise.releases.missed', names(missed))}</p>}
        <p className="faint">{t('organise.releases.told')}</p>
      </fieldset>
      <FormFoot
        faultId={`${id}-fault`}
        fault={fault}
        isBusy={isBusy}
        send={t(isBusy ? 'organise.releases.publishing' : 'organise.releases.publish')}
      />
    </form>
  );
}
