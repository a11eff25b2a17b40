// Package s3 keeps releases in any S3-compatible storage: a bucket, and in it a prefix.
//
// The address is
//
//	s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=REGION&path_style=true&anonymous=true
//
// where all after the bucket is optional. Without an endpoint it is Amazon's. Credentials
// are never in the address: they come from the environment, the shared file of the AWS
// tools, or the role of the machine, the container or the service account.
//
// The one rule to know: a write with a condition is sent once. Sent again after an unclear
// failure, it would meet its own first try, and call that somebody else's change.
//
// The storage must keep the conditions If-Match and If-None-Match of a write. One that
// ignores them loses releases when two publish at once, so the first write with a
// condition asks the storage, and refuses one that does. Replicas write none.
package s3
