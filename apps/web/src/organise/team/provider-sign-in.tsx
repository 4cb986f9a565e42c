import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fetchSignInWays } from './remote.js';

/** How the provider is called that the server has, or null where it has none or that is not known yet. */
export function useProviderName(): string | null {
  const { data } = useQuery({ queryKey: ['sign-in-ways'], queryFn: fetchSignInWays, staleTime: 600_000 });
  return data?.provider?.name ?? null;
}

/** Leads to the provider that the server has, where it has one; `to` is the page to come back to. */
export function ProviderSignIn({ to }: { to: string | null }) {
  const { t } = useTranslation();
  const name = useProviderName();
  if (name === null) return null;
  const query = to === null ? '' : `?to=${encodeURIComponent(to)}`;
  return (
    <Button component="a" href={`/api/v1/oidc/begin${query}`} variant="default">
      {t('team.signIn.byProvider', { name, interpolation: { escapeValue: false } })}
    </Button>
  );
}

/** Why somebody came back from the provider without being signed in, and under which id the server noted it. */
export function ProviderFailure({ code, id }: { code: string; id: string }) {
  const { t } = useTranslation();
  const refused = t('team.refused', { returnObjects: true }) as Record<string, string>;
  // An address is not to put words into our mouth: only what we know is said.
  const known = /^[\w.-]{8,64}$/.test(id);
  return (
    <div className="team-told" role="alert">
      <p>{refused[code] ?? refused['oidc.invalid']}</p>
      {known && <p className="faint">{t('team.signIn.logged', { id, interpolation: { escapeValue: false } })}</p>}
    </div>
  );
}
