// Package tracing makes OpenTelemetry spans of requests: what asked for a
// message, how it was selected and how it was rendered.
//
// The one rule to know: a span says which response, group, variation and
// version of the content, and never a slot's value, an argument or a text.
// Without the OTEL_ variables that ask for traces there is no [Tracer], and a
// request pays for a nil check.
package tracing
