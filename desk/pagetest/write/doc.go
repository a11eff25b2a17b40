// Package write tests how an author writes in responses on the desk's page: texts, buttons,
// conditions.
package write
