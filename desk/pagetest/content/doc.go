// Package content tests that the page of the desk shows whatever content there is: real
// assistants, and what somebody wrote to have it run in the page.
package content
