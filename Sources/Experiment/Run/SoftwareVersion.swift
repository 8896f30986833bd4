/// The version of both programs.
package let softwareVersion = "0.1.0"
