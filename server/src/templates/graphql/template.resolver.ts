import { Args, Query, Resolver } from '@nestjs/graphql';
import { TemplateLibrary } from '../template-library.js';

/** The recipes that containers are made from. */
@Resolver()
export class TemplateResolver {
  constructor(private readonly library: TemplateLibrary) {}

  @Query()
  templates() {
    return this.library.list();
  }

  @Query()
  template(@Args('id') id: string) {
    return this.library.get(id);
  }
}
