// Package browser drives Chromium for tests and measuring programs as a person would:
// it finds what is on a page by role and accessible name, types, presses keys and
// clicks, and waits for what must appear. Debian's package chromium is enough.
//
// The one rule to know: nothing sleeps. Every step waits, for as long as a slow
// machine may need, until the page is as the step needs it. A page on which anything
// went wrong, such as an error on the console, an exception, a violation of the
// content security policy or a script that content smuggled in, fails its test, also
// if the test looked at something else.
package browser
