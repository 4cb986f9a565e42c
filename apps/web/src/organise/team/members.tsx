import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member, OpenInvitation, Role, Team } from '@kopa/contracts';
import { useOrganised } from '../organise-context.js';
import { Choice, Outcome, RoleOptions } from './form-parts.js';
import { removeMember, setRole, withdrawInvitation } from './remote.js';
import { SureButton } from './sure-button.js';
import { useMoment } from './use-moment.js';
import { useSending } from './use-sending.js';

/** Who is in the team, with their roles, and who was invited. */
export function Members({ team: { items, invitations } }: { team: Team }) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const { send, done, failure } = useSending();
  const act = (work: () => Promise<unknown>, said: string): void =>
    void send(async () => {
      await work();
      await client.invalidateQueries({ queryKey: ['team', slug] });
    }, said);
  return (
    <section className="team-part">
      <h2>{t('team.team.members')}</h2>
      {items.length === 0 && <p className="faint">{t('team.team.none')}</p>}
      <ul className="team-list">
        {items.map((member) => (
          <MemberLine
            key={`${member.accountId} ${member.role}`}
            member={member}
            change={(role) => act(() => setRole(slug, member.accountId, role), t('team.team.saved'))}
            remove={() =>
              act(() => removeMember(slug, member.accountId), t('team.team.removed', { name: nameOf(member) }))
            }
          />
        ))}
      </ul>
      {invitations.length > 0 && <h3>{t('team.team.open')}</h3>}
      <ul className="team-list">
        {invitations.map((one) => (
          <InvitationLine
            key={one.id}
            invitation={one}
            withdraw={() => act(() => withdrawInvitation(slug, one.id), t('team.team.withdrawn', { email: one.email }))}
          />
        ))}
      </ul>
      <Outcome done={done} failure={failure} />
    </section>
  );
}

const nameOf = ({ name, email }: Member): string => (name === '' ? (email ?? '') : name);

function MemberLine({ member, change, remove }: { member: Member; change: (role: Role) => void; remove: () => void }) {
  const { t } = useTranslation();
  const [role, setChosen] = useState<Role>(member.role);
  const name = nameOf(member);
  return (
    <li>
      <span className="team-who">
        <strong>{name}</strong>
        {member.name !== '' && <span className="faint">{member.email}</span>}
      </span>
      <span className="team-deeds">
        <Choice
          id={`role-${member.accountId}`}
          label={t('team.team.roleOf', { name })}
          isLabelHidden
          value={role}
          onChoice={(value) => setChosen(value as Role)}
        >
          <RoleOptions />
        </Choice>
        {role !== member.role && (
          <Button size="sm" onClick={() => change(role)}>
            {t('team.team.save')}
            <span className="visually-hidden"> {name}</span>
          </Button>
        )}
        <SureButton label={t('team.team.remove')} sure={t('team.team.sure')} of={name} onSure={remove} />
      </span>
    </li>
  );
}

function InvitationLine({
  invitation: { email, role, expiresAt },
  withdraw,
}: {
  invitation: OpenInvitation;
  withdraw: () => void;
}) {
  const { t } = useTranslation();
  const moment = useMoment();
  return (
    <li>
      <span className="team-who">
        <strong>{email}</strong>
        <span className="faint">
          {t('team.team.until', { role: t(`organise.role.${role}`), time: moment(expiresAt) })}
        </span>
      </span>
      <Button variant="default" size="sm" onClick={withdraw}>
        {t('team.team.withdraw')}
        <span className="visually-hidden"> {email}</span>
      </Button>
    </li>
  );
}
