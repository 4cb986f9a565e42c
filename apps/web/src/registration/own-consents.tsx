import { useTranslation } from 'react-i18next';
import type { RegistrationRules, RegistrationView } from '@kopa/contracts';
import { canAgree, pickText } from '@kopa/domain';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { useActing, type Told } from './acting.js';
import { agreementTo, consentsWith } from './given-consents.js';
import { fetchOwn, patchOwn } from './remote.js';

type Asked = RegistrationRules['consents'][number];

/** What one agrees to, by the texts that are asked now: taking back is as easy as giving. */
export function OwnConsents({ own, rules }: { own: RegistrationView; rules: RegistrationRules }) {
  const { t } = useTranslation();
  if (rules.consents.length === 0) return null;
  return (
    <fieldset className="reg-group reg-agreed">
      <legend>
        <h3>{t('registration.ownConsents.title')}</h3>
      </legend>
      <p className="reg-hint">{t('registration.ownConsents.free')}</p>
      {rules.consents.map((asked) => (
        <OwnConsent key={asked.purpose} own={own} rules={rules} asked={asked} />
      ))}
    </fieldset>
  );
}

function OwnConsent({ own, rules, asked }: { own: RegistrationView; rules: RegistrationRules; asked: Asked }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { busy, act } = useActing();
  const { purpose, text } = asked;
  const { programme } = index;
  const { languages } = programme.event;
  const agreement = agreementTo(own, asked);
  const isGiven = agreement === 'given';
  // What was given before the age was known can still be taken back.
  const isShut = !isGiven && !canAgree(purpose, own.bornOn, programme.event);
  const words = pickText(text, i18n.language, languages).text;
  const work = { given: `agree ${purpose}`, taken: `disagree ${purpose}` };
  const put = (outcome: 'given' | 'taken'): void => {
    const other = outcome === 'given' ? 'taken' : 'given';
    act(work[outcome], async (): Promise<Told> => {
      const now = await fetchOwn(slug);
      await patchOwn(slug, now.version, { consents: consentsWith(now, rules, asked, outcome === 'given') });
      return {
        text: t(`registration.ownConsents.${outcome}`, { text: words }),
        // To an earlier text nobody can agree any more.
        ...(agreement === 'earlier'
          ? {}
          : { action: { label: t('registration.ownDays.undo'), run: () => put(other) } }),
      };
    });
  };
  return (
    <div>
      <label className="reg-option">
        <input
          type="checkbox"
          disabled={isShut}
          // What was just ticked shows while it is on its way.
          checked={busy === work.given || (isGiven && busy !== work.taken)}
          onChange={({ target }) => busy === null && put(target.checked ? 'given' : 'taken')}
        />
        <span>
          <span>
            <LocalText texts={text} fallbacks={languages} />
          </span>
          {isShut && <span className="reg-hint">{t('registration.ownConsents.notUnderAge')}</span>}
          {agreement === 'earlier' && <span className="reg-hint">{t('registration.ownConsents.earlier')}</span>}
        </span>
      </label>
      {agreement === 'earlier' && (
        <button type="button" className="link-button quiet" aria-disabled={busy !== null} onClick={() => put('taken')}>
          {t('registration.ownConsents.takeBack')}
          <span className="visually-hidden">: {words}</span>
        </button>
      )}
    </div>
  );
}
