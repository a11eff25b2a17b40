// Package views tests what holds of every view of the desk's page: it is accessible, works by
// the keyboard alone and on a phone, and keeps its layout.
package views
