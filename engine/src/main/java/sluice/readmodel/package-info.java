/**
 * Read models: what lists show, kept from the journal by a tail each. A model is one class: its name, the rows it wants, and how it
 * writes them. {@link sluice.readmodel.Lists} reads them.
 */
@NullMarked
package sluice.readmodel;

import org.jspecify.annotations.NullMarked;
