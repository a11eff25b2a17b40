// Package file tests the editor of files on the desk's page.
package file
