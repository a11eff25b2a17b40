// Package tracing makes OpenTelemetry spans for requests: the request, the
// selection of a variation and its rendering.
//
// The one rule to know: a span names the response, group, variation and version
// of the content, and never the value of a slot, an argument or a reply. Without
// the OTEL_ variables that ask for traces there is no [Tracer], and a request
// pays for a nil check.
package tracing
