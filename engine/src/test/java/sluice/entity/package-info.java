@NullMarked
package sluice.entity;

import org.jspecify.annotations.NullMarked;
