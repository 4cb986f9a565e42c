import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { useOrganised } from '../organise-context.js';
import { ReasonForm } from '../reason-form.js';
import { cancelPerson, confirmPerson } from './remote.js';

/** What is about to be done for somebody; it takes a reason. */
export type Deed = 'confirm' | 'cancel';

/** What somebody else did meanwhile, or time, need not be done. */
export const isStillDue = (deed: Deed, { status }: RegistrationView): boolean =>
  deed === 'confirm' ? status === 'unconfirmed' : status !== 'cancelled';

/** Says why, and does it. */
export function DeedForm({ deed, person, done }: { deed: Deed; person: RegistrationView; done: () => void }) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const act = async (reason: string): Promise<void> => {
    await (deed === 'confirm' ? confirmPerson : cancelPerson)(slug, person.code, reason);
    await client.invalidateQueries({ queryKey: ['people', slug] });
    await client.invalidateQueries({ queryKey: ['person', slug, person.code] });
  };
  return (
    <ReasonForm
      asks={t(`people.asks.${deed}`, { name: person.name, interpolation: { escapeValue: false } })}
      send={t(`people.deed.${deed}`)}
      act={act}
      done={done}
    />
  );
}
