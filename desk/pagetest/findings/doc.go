// Package findings tests what the desk offers to do about findings on its page: fixes.
package findings
