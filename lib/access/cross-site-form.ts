/** How the answer to a form from another site begins. A page that was reached by an address we do not know gets it too, and shows it. */
export const FOREIGN_FORM = "This form was sent from a page of another site";
