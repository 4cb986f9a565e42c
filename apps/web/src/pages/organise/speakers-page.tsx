import '../../organise/sessions/words.js';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMemo, useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda } from '@kopa/contracts';
import { foldLetters, pickText } from '@kopa/domain';
import { collatorOf, countryName } from '../../language/language.js';
import { Dialog } from '../../organise/dialog.js';
import { FormFoot } from '../../organise/form-foot.js';
import { useOrganised } from '../../organise/organise-context.js';
import { organiseHref } from '../../organise/places.js';
import { DeletedNotice } from '../../organise/sessions/deleted-notice.js';
import { useFollowedDraft } from '../../organise/sessions/follow-draft.js';
import { agendaQuery, makeSpeaker } from '../../organise/sessions/remote.js';
import { newKey } from '../../registration/new-key.js';
import { AppLink } from '../../shell/app-link.js';
import { Refused } from '../../shell/call.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';
import { labelsAt } from '../../organise/refusals/field-names.js';
import { refusalInWords } from '../../organise/refusals/in-words.js';

const labels = labelsAt('sessions.speaker');

/** Everybody who speaks, with what they speak in. */
export function SpeakersPage() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  usePageTitle(t('sessions.speaker.title'));
  const { data: agenda, error, refetch } = useQuery(agendaQuery(slug));
  useFollowedDraft(slug, agenda);
  if (agenda === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  return <SpeakersList slug={slug} agenda={agenda} />;
}

function SpeakersList({ slug, agenda }: { slug: string; agenda: DraftAgenda }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { may } = useOrganised();
  const [q, setQ] = useState('');
  const [isMaking, setMaking] = useState(false);
  const { speakers, sessions, event } = agenda;
  const listed = useMemo(() => {
    const collator = collatorOf(language);
    const own = new Map<string, string[]>();
    for (const { speakerIds, items, title } of sessions)
      for (const id of new Set([...speakerIds, ...items.flatMap(({ speakerId }) => speakerId ?? [])]))
        own.set(id, [...(own.get(id) ?? []), pickText(title, language, event.languages).text]);
    return speakers
      .map((speaker) => {
        const organisation = pickText(speaker.organisation, language, event.languages).text;
        return {
          ...speaker,
          organisation,
          folded: foldLetters(`${speaker.name}\n${organisation}`),
          own: own.get(speaker.id) ?? [],
        };
      })
      .sort((a, b) => collator.compare(a.name, b.name));
  }, [speakers, sessions, event.languages, language]);
  const words = foldLetters(q).split(/\s+/).filter(Boolean);
  const found = listed.filter(({ folded }) => words.every((word) => folded.includes(word)));
  return (
    <div className="org-narrow set ses">
      <div className="ses-head">
        <h1 tabIndex={-1}>{t('sessions.speaker.title')}</h1>
        {may('draft.write') && (
          <button type="button" className="link-button strong" onClick={() => setMaking(true)}>
            {t('sessions.speaker.new')}
          </button>
        )}
      </div>
      <DeletedNotice slug={slug} of="speaker" />
      <form className="people-filters" role="search" onSubmit={(submitted) => submitted.preventDefault()}>
        <label className="org-field people-search">
          {t('sessions.speaker.q')}
          <input type="search" className="org-input" value={q} onChange={({ target }) => setQ(target.value)} />
        </label>
      </form>
      {speakers.length === 0 ? (
        <Notice title={t('sessions.speaker.empty')} hint={t('sessions.speaker.emptyHint')} />
      ) : (
        <>
          <p role="status" className="faint">
            {t('sessions.speaker.found', { count: found.length, of: speakers.length })}
          </p>
          {found.length === 0 && <Notice title={t('sessions.speaker.nothing')} hint={t('sessions.nothingHint')} />}
        </>
      )}
      <ul className="ses-list">
        {found.map(({ id, name, organisation, country, own }) => (
          <li key={id} className="ses-row ses-person">
            <div className="ses-what">
              <AppLink href={organiseHref(slug, `speakers/${id}`)}>{name}</AppLink>
              <span className="faint">
                {[organisation, country === null ? '' : countryName(country, language)].filter(Boolean).join(' · ')}
              </span>
            </div>
            <span className="ses-who">
              {own.length === 0 ? (
                <span className="ses-unplaced">{t('sessions.speaker.noSessions')}</span>
              ) : (
                own.join('; ')
              )}
            </span>
          </li>
        ))}
      </ul>
      {isMaking && <NewSpeaker slug={slug} close={() => setMaking(false)} />}
    </div>
  );
}

function NewSpeaker({ slug, close }: { slug: string; close: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  /** The same for each attempt: an answer may be lost. */
  const key = useRef(newKey());
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (isBusy) return;
    if (name.trim() === '') {
      setFault(t('sessions.speaker.nameWrong'));
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      const { id } = await makeSpeaker(slug, { name: name.trim() }, key.current);
      router.history.push(organiseHref(slug, `speakers/${id}`));
    } catch (error) {
      setFault(error instanceof Refused ? refusalInWords(error, labels) : t('sessions.delete.failed'));
      setBusy(false);
      if (error instanceof Refused) key.current = newKey();
    }
  };
  return (
    <Dialog title={t('sessions.speaker.new')} close={close}>
      <form onSubmit={(submitted) => void submit(submitted)} noValidate>
        <label className="org-field org-wide">
          {t('sessions.speaker.name')}
          <input
            className="org-input"
            value={name}
            maxLength={200}
            aria-describedby="new-speaker-fault"
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <FormFoot
          faultId="new-speaker-fault"
          fault={fault}
          isBusy={isBusy}
          send={t('sessions.speaker.create')}
          leave={{ label: t('sessions.speaker.leave'), done: close }}
        />
      </form>
    </Dialog>
  );
}
