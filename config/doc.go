// Package config reads nlgserver.yml: the settings of a server and its assistants.
//
// The one rule to know: a setting is text until its owner takes it, and it knows where it
// was written, so that whoever refuses it can say where.
package config
