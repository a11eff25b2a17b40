// Package s3test runs a real S3 gateway on a directory, for tests and measuring programs:
// versitygw, whose version tools/s3/go.mod pins.
//
// The one rule to know: the first use on a machine downloads and builds the gateway, which
// takes minutes; Go's build cache keeps it. Where it cannot be built, a test is skipped,
// but not in CI.
package s3test
