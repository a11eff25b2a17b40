// Package llmtest is a model's server over real HTTP, for tests and measuring programs: it
// answers as it is told to, or fails in one of the ways in which servers fail.
//
// It holds each request against the API of chat completions. In a test, a request that a
// real server would refuse is an error of the test.
package llmtest
