import { createRequire } from 'node:module';
import type * as CodeTypes from '@eventstore/db-client/generated/code_pb.js';
import type * as MonitoringServiceTypes from '@eventstore/db-client/generated/monitoring_grpc_pb.js';
import type * as MonitoringTypes from '@eventstore/db-client/generated/monitoring_pb.js';
import type * as FeaturesServiceTypes from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type * as FeaturesTypes from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type * as SharedTypes from '@eventstore/db-client/generated/shared_pb.js';
import type * as StatusTypes from '@eventstore/db-client/generated/status_pb.js';
import type * as StreamsServiceTypes from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as StreamsTypes from '@eventstore/db-client/generated/streams_pb.js';
import type * as AnyTypes from 'google-protobuf/google/protobuf/any_pb.js';
import type * as EmptyTypes from 'google-protobuf/google/protobuf/empty_pb.js';

// The official client ships the protocol's generated code, as CommonJS.
const load = createRequire(import.meta.url);
const GENERATED = '@eventstore/db-client/generated';

export const streams = load(`${GENERATED}/streams_pb.js`) as typeof StreamsTypes;
export const shared = load(`${GENERATED}/shared_pb.js`) as typeof SharedTypes;
export const features = load(`${GENERATED}/serverfeatures_pb.js`) as typeof FeaturesTypes;
export const monitoring = load(`${GENERATED}/monitoring_pb.js`) as typeof MonitoringTypes;
export const { Status } = load(`${GENERATED}/status_pb.js`) as typeof StatusTypes;
export const { Code } = load(`${GENERATED}/code_pb.js`) as typeof CodeTypes;
export const { Any } = load('google-protobuf/google/protobuf/any_pb.js') as typeof AnyTypes;
export const google = load('google-protobuf/google/protobuf/empty_pb.js') as typeof EmptyTypes;
export const { StreamsService, StreamsClient } = load(
  `${GENERATED}/streams_grpc_pb.js`,
) as typeof StreamsServiceTypes;
export const { MonitoringService, MonitoringClient } = load(
  `${GENERATED}/monitoring_grpc_pb.js`,
) as typeof MonitoringServiceTypes;
export const { ServerFeaturesService } = load(
  `${GENERATED}/serverfeatures_grpc_pb.js`,
) as typeof FeaturesServiceTypes;

export type AppendReq = StreamsTypes.AppendReq;
export type AppendResp = StreamsTypes.AppendResp;
export type BatchAppendReq = StreamsTypes.BatchAppendReq;
export type BatchAppendResp = StreamsTypes.BatchAppendResp;
export type DeleteReq = StreamsTypes.DeleteReq;
export type DeleteResp = StreamsTypes.DeleteResp;
export type ReadReq = StreamsTypes.ReadReq;
export type ReadResp = StreamsTypes.ReadResp;
export type ReadOptions = StreamsTypes.ReadReq.Options;
export type TombstoneReq = StreamsTypes.TombstoneReq;
export type TombstoneResp = StreamsTypes.TombstoneResp;
export type StatsReq = MonitoringTypes.StatsReq;
export type StatsResp = MonitoringTypes.StatsResp;
export type SupportedMethods = FeaturesTypes.SupportedMethods;
export type ProposedMessage =
  StreamsTypes.AppendReq.ProposedMessage | StreamsTypes.BatchAppendReq.ProposedMessage;
export type Code = CodeTypes.Code;
export type StreamIdentifier = SharedTypes.StreamIdentifier;
export type Uuid = SharedTypes.UUID;
