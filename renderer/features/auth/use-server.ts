import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../../server/contract/route.ts';
import { getServer } from '../../../server/contract/server.ts';
import type { Access } from '../../api/access.ts';

/** What the server says of itself to anybody; undefined until it is known. */
export function useServer(access: Access): Answer<typeof getServer> | undefined {
  return useQuery({
    queryKey: ['server'],
    queryFn: ({ signal }) => access.open(getServer, {}, { signal }),
  }).data;
}
