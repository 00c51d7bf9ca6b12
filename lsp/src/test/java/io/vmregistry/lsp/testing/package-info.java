/** Documents for tests, and documents with a cursor in them. */
package io.vmregistry.lsp.testing;
