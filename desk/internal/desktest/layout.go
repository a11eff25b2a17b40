package desktest

import "nlgserver/internal/browser"

// Box returns the place of an element in pixels.
func Box(page *browser.Page, selector string) (left, top, width, height int) {
	box := browser.Value[[]int](page, "(b => [b.x, b.y, b.width, b.height].map(Math.round))(document.querySelector("+Quoted(selector)+").getBoundingClientRect())")
	return box[0], box[1], box[2], box[3]
}
