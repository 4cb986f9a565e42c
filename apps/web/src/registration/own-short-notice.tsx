import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { useActing, type Told } from './acting.js';
import { fetchOwn, patchOwn } from './remote.js';

const work = { on: 'short notice on', off: 'short notice off' };

/** Whether somebody who waits is offered a place when there is hardly time to get there. */
export function OwnShortNotice({ own }: { own: RegistrationView }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { busy, act } = useActing();
  const { shortNotice } = own;
  const set = (wanted: 'on' | 'off'): void =>
    act(work[wanted], async (): Promise<Told> => {
      const { version } = await fetchOwn(slug);
      await patchOwn(slug, version, { shortNotice: wanted === 'on' });
      return {
        text: t(`registration.ownShortNotice.${wanted}`),
        action: { label: t('registration.ownDays.undo'), run: () => set(wanted === 'on' ? 'off' : 'on') },
      };
    });
  return (
    <label className="reg-option reg-switch">
      <input
        type="checkbox"
        // What was just ticked shows while it is on its way.
        checked={busy === work.on || (shortNotice && busy !== work.off)}
        onChange={({ target }) => busy === null && set(target.checked ? 'on' : 'off')}
      />
      <span>
        <strong>{t('registration.ownShortNotice.label')}</strong>
        <span className="reg-hint">{t('registration.ownShortNotice.hint')}</span>
      </span>
    </label>
  );
}
