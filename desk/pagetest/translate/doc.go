// Package translate tests how texts are translated on the desk's page, and files of translators
// imported.
package translate
