import { collectDefaultMetrics, Histogram, register } from 'prom-client';

const name = 'http_request_duration_seconds';

/**
 * Counts one answered request. `route` is the route's pattern, never the path: paths hold numbers without end.
 * `seconds` is the time from the arrival of the request to its answer.
 */
export function observeRequest(request: { route: string; method: string; status: number }, seconds: number): void {
	durations().observe({ ...request, status: String(request.status) }, seconds);
}

/** Everything measured so far, in the text format of Prometheus. */
export function exposition(): Promise<string> {
	if (!register.getSingleMetric('process_cpu_seconds_total')) collectDefaultMetrics();
	durations();
	return register.metrics();
}

export const expositionType = register.contentType;

/** Taken from the registry, because the built pages and the server each have a copy of this module but share prom-client. */
function durations(): Histogram<'route' | 'method' | 'status'> {
	const known = register.getSingleMetric(name) as Histogram<'route' | 'method' | 'status'> | undefined;
	return (
		known ??
		new Histogram({
			name,
			help: 'Time to answer a request, by route, method and status',
			labelNames: ['route', 'method', 'status'],
			buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
		})
	);
}
