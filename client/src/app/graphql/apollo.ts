import { inject, InjectionToken } from '@angular/core';
import type { ApolloClient } from '@apollo/client';
import { ApolloLink } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { HttpLink } from 'apollo-angular/http';
import type { Client } from 'graphql-ws';
import { createClient } from 'graphql-ws';
import { NoCache } from './no-cache.js';

const ENDPOINT = '/graphql';

/** The WebSocket of all subscriptions; it opens with the first one and closes a moment after the last one ended. */
export const SOCKET = new InjectionToken<Client>('socket of the subscriptions', {
  providedIn: 'root',
  factory: () =>
    createClient({
      url: ENDPOINT,
      keepAlive: 10_000,
      connectionAckWaitTimeout: 10_000,
      lazyCloseTimeout: 3_000,
      // Whoever follows something resumes it by its own cursor; a blind retry would replay what was seen already.
      retryAttempts: 0,
    }),
});

/** Nothing is cached: each screen holds what it shows, and subscriptions keep it current. */
export function apolloOptions(): ApolloClient.Options {
  const http = inject(HttpLink).create({ uri: ENDPOINT, withCredentials: false });
  const socket = new GraphQLWsLink(inject(SOCKET));
  return {
    cache: new NoCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      socket,
      http,
    ),
    queryDeduplication: false,
    defaultOptions: {
      query: { fetchPolicy: 'no-cache' },
      mutate: { fetchPolicy: 'no-cache' },
    },
  };
}
