import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { SupportedMethods } from './generated.js';
import { features, MonitoringService, ServerFeaturesService, StreamsService } from './generated.js';

/** The version of EventStoreDB whose streams protocol this is. */
const VERSION = '23.10.0';

/** Tells clients what they may call. They ask before they have shown any credentials. */
export function serverFeatures(): UntypedServiceImplementation {
  return {
    getSupportedMethods: (
      _call: ServerUnaryCall<unknown, unknown>,
      callback: sendUnaryData<SupportedMethods>,
    ) => {
      callback(null, supportedMethods());
    },
  };
}

function supportedMethods(): SupportedMethods {
  const supported = new features.SupportedMethods().setEventStoreServerVersion(VERSION);
  const definitions = [StreamsService, MonitoringService, ServerFeaturesService].flatMap((service) =>
    Object.values(service),
  );
  for (const { path } of definitions as { path: string }[]) {
    // EventStoreDB advertises its methods in lower case.
    const [, service = '', method = ''] = path.toLowerCase().split('/');
    supported.addMethods(new features.SupportedMethod().setServiceName(service).setMethodName(method));
  }
  return supported;
}
