// Package people tests how people enter the desk by name, and what each of them can do.
package people
