// Package pictures draws docs/desk, the pictures of the documentation:
//
//	go test ./desk/pagetest/pictures -update
//
// Without -update it checks that they are there and small: the same page is not drawn alike,
// bit by bit, by another Chromium.
package pictures
