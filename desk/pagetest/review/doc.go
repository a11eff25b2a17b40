// Package review tests what becomes of a draft on the desk's page: what others change meanwhile, the
// review, publishing, and going back.
package review
