// Package desktest serves a desk in a test, and opens it in Chromium: the desk of who only
// reads, on content that a test changes ([Browser.Site]), and that of who writes, on files on
// disk ([Browser.Office]). It says what is where on the page ([Row], [Says], [Field] …), so
// that a test reads as what somebody does there.
//
// Each package of desk/pagetest has a Browser for all of its tests:
//
//	var chromium desktest.Browser
//
//	func TestMain(m *testing.M) { os.Exit(chromium.Run(m)) }
package desktest
