import './words.js';
import '../registration/words.js';
import '../styles/registration.css';
import '../styles/agenda.css';
import { useTranslation } from 'react-i18next';
import { useEvent } from '../programme/event-context.js';
import { ProblemNotice } from '../registration/problem.js';
import { useTitleOf } from '../registration/title-of.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { useOwnAgenda } from './own-agenda.js';

/** What became of a star, at the lower edge; with the way back, or on to a registration. */
export function StarNotice() {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { told, dismissTold, toggleStar } = useOwnAgenda();
  const titleOf = useTitleOf();
  const close = (
    <button type="button" className="link-button quiet" onClick={dismissTold}>
      {t('agenda.star.close')}
    </button>
  );
  const code = told !== null && 'code' in told ? told.code : null;
  return (
    <div className="reg-told">
      <div role="status">
        {(told?.kind === 'starred' || told?.kind === 'unstarred') && code !== null && (
          <div className="reg-told-line">
            <p>{t(told.kind === 'starred' ? 'agenda.star.done' : 'agenda.star.undone', { title: titleOf(code) })}</p>
            <span className="reg-row">
              <button type="button" className="link-button" onClick={() => toggleStar(code)}>
                {t('agenda.undo')}
              </button>
              {told.kind === 'starred' && (
                <AppLink className="link-button" href={eventHref(slug, 'agenda')} onClick={dismissTold}>
                  {t('agenda.star.open')}
                </AppLink>
              )}
              {close}
            </span>
          </div>
        )}
        {told?.kind === 'stranger' && (
          <div className="reg-told-line">
            <p>
              <strong>{t('agenda.star.strangerTitle')}.</strong> {t('agenda.star.stranger')}
            </p>
            <span className="reg-row">
              <AppLink className="link-button strong" href={eventHref(slug, 'register')} onClick={dismissTold}>
                {t('agenda.star.register')}
              </AppLink>
              {close}
            </span>
          </div>
        )}
      </div>
      {told?.kind === 'failed' && (
        <div className="reg-told-line">
          <ProblemNotice error={told.error} again={() => toggleStar(told.code)} />
          {close}
        </div>
      )}
    </div>
  );
}
