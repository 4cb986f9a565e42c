import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { followEvent, type Connection } from '../../programme/follow-event.js';
import { programmeQuery, type HeldProgramme } from '../../programme/held-programme.js';

interface LiveProgramme {
  held: HeldProgramme | undefined;
  error: Error | null;
  refetch: () => void;
  connection: Connection;
}

/** The published programme, followed while the page is open, as participants follow it. */
export function useLiveProgramme(slug: string): LiveProgramme {
  const client = useQueryClient();
  const { data: held, error, refetch } = useQuery(programmeQuery(client, slug));
  const [connection, setConnection] = useState<Connection>('connecting');
  const isHeld = held !== undefined;
  useEffect(() => (isHeld ? followEvent(client, slug, false, setConnection) : undefined), [client, slug, isHeld]);
  return { held, error, refetch: () => void refetch(), connection };
}
