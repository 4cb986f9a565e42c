import { useTranslation } from 'react-i18next';
import { permissions, roleMay, roles } from '@kopa/contracts';

/** What each role may do: the table that the server asks too. */
export function RoleTable() {
  const { t } = useTranslation();
  const names = t('team.permission', { returnObjects: true }) as Record<string, string>;
  return (
    <div className="team-scroll" role="region" aria-labelledby="team-rights" tabIndex={0}>
      <table className="team-rights">
        <thead>
          <tr>
            <th scope="col">{t('team.team.right')}</th>
            {roles.map((role) => (
              <th key={role} scope="col">
                {t(`organise.role.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map((permission) => (
            <tr key={permission}>
              <th scope="row">{names[permission] ?? permission}</th>
              {roles.map((role) => (
                <td key={role}>
                  <span aria-hidden="true">{roleMay(role, permission) ? '✓' : '–'}</span>
                  <span className="visually-hidden">
                    {t(roleMay(role, permission) ? 'team.team.may' : 'team.team.mayNot')}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
